import io.github.imagemaven.it.Registries

def log = new File(basedir, 'build.log').text
assert log.contains('No image of reactor: its packaging is pom')
assert log.contains('No image of library: a library')
assert !new File(basedir, 'target/registry/library').exists()

def image = { name ->
  def layout = "target/registry/$name"
  def blob = { Registries.json(basedir, "$layout/blobs/sha256/" + it.get('digest').asText().substring(7)) }
  def index = blob(Registries.json(basedir, "$layout/index.json").get('manifests').get(0))
  blob(blob(index.get('manifests').get(0)).get('config'))
}
assert image('application').get('config').get('Entrypoint').last().asText() == 'it.Main'
assert image('application').get('history').any { it.toString().contains('project') } :
    'the library is a layer of its own'
assert image('web') != null

// The content went up before the tags moved, and still counts as sent.
def account = Registries.json(basedir, 'application/target/image/publication.json').get('destinations').get(0)
assert account.get('uploadedBytes').asLong() > 0
assert account.get('presentBytes').asLong() == 0
return true
