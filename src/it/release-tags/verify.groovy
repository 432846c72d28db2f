import io.github.imagemaven.it.Registries

def registries = context.get('registries')
try {
  def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
  assert runs.size() == 5

  // The parent, which has no image, is validated first and carries the check; nothing else was begun.
  assert runs[0].contains("IMG-2: web: the git tag 'v1.0' releases no version")
  assert runs[0].contains('such as v1.2.3')
  assert !runs[0].contains('compile')

  assert runs[1].split('it publishes latest').size() == 2 : 'said once'
  assert runs[2].contains("Tag change-12-merge: the event, 'pull_request', publishes nothing by itself")
  assert runs[2].contains('Built and not published to ' + registries.own().host() + '/acme/web')
  assert runs[3].contains("the git tag 'v1.2.3' releases 1.2.3")
  assert runs[4].contains('registries are published to with -Dimage.publish=true')

  def repository = 'acme/web'
  def own = registries.own().tags(repository)
  assert own.keySet() == ['latest', '1.2.3', '1.2'] as Set : 'and nothing of the pull request or the desk'
  own.each { tag, digest -> assert registries.otherTag(repository, tag).get() == digest }
  assert own.get('latest') == own.get('1.2.3')

  // A directory is written in every run; main's latest has become the release's.
  def index = Registries.json(basedir, 'web/target/out/web/index.json')
  def names = index.get('manifests').collect {
    it.get('annotations').get('org.opencontainers.image.ref.name').asText() }
  assert names as Set == ['latest', 'change-12-merge', '1.2.3', '1.2', '1.3.0-SNAPSHOT'] as Set

  def blob = { Registries.json(basedir, 'web/target/out/web/blobs/sha256/' + it.substring('sha256:'.length())) }
  def released = blob(blob(own.get('1.2.3').toString()).get('manifests').get(0).get('digest').asText())
  def labels = blob(released.get('config').get('digest').asText()).get('config').get('Labels')
  assert labels.get('io.github.imagemaven.version').asText() == '1.2.3'
  assert labels.get('io.github.imagemaven.committed').asText() == '2026-11-24T08:00:00Z'
  return true
} finally {
  registries.close()
}
