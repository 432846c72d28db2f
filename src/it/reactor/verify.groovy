import io.github.imagemaven.it.Registries

def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.size() == 6
def log = runs[0]
assert log.contains('No image of reactor: its packaging is pom')
assert log.contains('No image of library: a library')
assert log.contains('Dockerfile lies there and is not built')
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
assert log.split('Published application')[1].readLines().any { it =~ /bytes +[0-9.]+ kB sent, 0 B there already/ }

// Where the library comes from the repository it is in the same layer, and the image has the same digest.
def published = Registries.json(basedir, 'application/target/image/publication.json')
assert published.get('destinations').get(0).get('tags').get(0).get('previous') == published.get('digest')
assert runs[1..4].every { it =~ /0 B sent/ }
assert runs[4].contains('Published application') && runs[4].contains('Published web')
assert runs[5].contains('No image of library: a library')
return true
