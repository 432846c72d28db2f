import io.github.imagemaven.it.Registries

def registries = context.get('registries')
try {
  def publication = Registries.json(basedir, 'target/image/publication.json')
  def digest = publication.get('digest').asText()
  assert publication.get('platforms').size() == 2
  assert publication.get('destinations').size() == 3
  for (tag in ['1.2.3', '1.2', 'latest']) {
    assert registries.own().tags('acme/registries').get(tag).toString() == digest
    assert registries.otherTag('acme/registries', tag).get().toString() == digest
  }

  def index = Registries.json(basedir, 'target/registry/registries/index.json')
  assert index.get('manifests').every { it.get('digest').asText() == digest }
  def names = index.get('manifests').collect {
    it.get('annotations').get('org.opencontainers.image.ref.name').asText() }
  assert names as Set == ['1.2.3', '1.2', 'latest'] as Set

  def blob = { 'target/registry/registries/blobs/sha256/' + it.substring('sha256:'.length()) }
  def child = Registries.json(basedir, blob(digest)).get('manifests').get(0)
  def manifest = Registries.json(basedir, blob(child.get('digest').asText()))
  def config = Registries.json(basedir, blob(manifest.get('config').get('digest').asText()))
  assert config.get('config').get('Env').any { it.asText() == 'GREETING=hello' }
  assert config.get('config').get('Entrypoint').collect { it.asText() } ==
      ['java', '-Xmx64m', '-Dname=a b', '@/app/classpath.args', 'it.Main']
  assert config.get('created').asText() == '2026-11-24T00:00:00Z'

  // The second run asked and sent nothing.
  publication.get('destinations').each { assert it.get('uploadedBytes').asLong() == 0 }
  publication.get('destinations').each { d ->
    d.get('tags').each { assert it.get('previous').asText() == digest } }

  // While the image was built its registry was greeted, so that push-all had a connection: then
  // three tags and two platforms were looked at.
  def last = registries.own().requests().takeRight(6)*.path()*.replaceFirst('.*/manifests/', '')
  assert last[0] == '1.2.3'
  assert last[1..3] as Set == ['1.2.3', '1.2', 'latest'] as Set
  assert last[4..5].every { it.startsWith('sha256:') }

  def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
  assert runs.size() == 3
  assert runs[0].split('is published in lower case').size() == 2 : 'said once'
  assert runs[2].contains('image.skipPush is true')
  return true
} finally {
  registries.close()
}
