import io.github.imagemaven.it.Registries
import io.github.imagemaven.registry.testing.RecordedRequest

def registries = context.get('registries')
try {
  def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
  assert runs.size() == 4
  assert runs[1].contains('The content of first is in place') && runs[1].contains('The content of second is in place')
  assert runs[1].contains('IMG-4: the content of first, second is in place and was not published')
  assert !runs[1].contains('Published')
  assert runs[2].contains('Published first') && runs[2].contains('Published second')
  assert !runs[2].contains('Published third') && !runs[2].contains('was not published')
  assert runs[3].contains('There are test failures')
  assert ['first', 'second', 'third'].every { runs[3].contains("Published $it") }

  // How often the tag moved: the third module's not by the second and the third run.
  def moved = [first: 3, second: 3, third: 2]
  moved.each { image, times ->
    assert registries.own().requests(RecordedRequest.of('PUT', "/acme/$image/manifests/1.0-SNAPSHOT")).size() == times
    def publication = Registries.json(basedir, "$image/target/image/publication.json")
    def digest = publication.get('digest').asText()
    assert registries.own().tags("acme/$image").get('1.0-SNAPSHOT').toString() == digest
    assert registries.otherTag("acme/$image", '1.0-SNAPSHOT').get().toString() == digest
  }
  def digests = { run, image ->
    (runs[run] =~ /Published $image[\s\S]*?digest +(sha256:[0-9a-f]{64})/)[0][1]
  }
  def previous = { image ->
    Registries.json(basedir, "$image/target/image/publication.json").get('destinations').collectMany { d ->
      d.get('tags').collect { it.get('previous').asText() } }.unique()
  }
  assert previous('first') == [digests(2, 'first')]
  assert previous('third') == [digests(0, 'third')]
  return true
} finally {
  registries.close()
}
