import io.github.imagemaven.it.Registries

def log = new File(basedir, 'build.log').text
def publication = Registries.json(basedir, 'target/image/publication.json')
def digest = publication.get('digest').asText()
def index = Registries.json(basedir, 'target/registry/quickstart/index.json')
assert index.get('manifests').get(0).get('digest').asText() == digest
assert index.get('manifests').get(0).get('annotations')
    .get('org.opencontainers.image.ref.name').asText() == '1.0.0-SNAPSHOT'
assert log.contains(digest) : 'the run ends by telling what it made'
assert log.contains('skopeo inspect') : 'and how to look at it'
return true
