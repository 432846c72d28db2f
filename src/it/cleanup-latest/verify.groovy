import io.github.imagemaven.it.Registries

def registries = context.get('registries')
try {
  for (name in ['orders', 'billing']) {
    def own = registries.own()
    def path = "acme/$name" as String
    def publication = Registries.json(basedir, "$name/target/image/publication.json")
    assert own.tags(path).keySet() == ['1.2.3', 'latest'] as Set
    assert own.tags(path).get('latest').toString() == publication.get('digest').asText()

    // The release has displaced what the second push published, and a release removes nothing.
    def second = publication.get('destinations').get(0).get('tags')
        .find { it.get('tag').asText() == 'latest' }.get('previous').asText()
    assert own.manifest(path, second).isPresent()
    assert registries.otherTag(path, second).isPresent()

    // The dry run has the last word: it would remove what the release published, but for the version.
    def record = Registries.json(basedir, "$name/target/image/cleanup.json")
    assert record.get('dryRun').asBoolean()
    def repositories = record.get('repositories')
    assert repositories.collect { it.get('repository').asText() } == [
        own.host() + '/' + path, registries.otherHost() + '/' + path]
    for (repository in repositories) {
      assert repository.get('deleted').isEmpty()
      assert repository.get('kept').any { it.get('why').asText().contains('1.2.3') }
    }
  }

  def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
  assert runs.size() == 4
  for (name in ['orders', 'billing']) {
    assert runs[0].contains("Cleaned up $name")
    assert runs[2].contains("Nothing of $name is cleaned up: this run releases 1.2.3")
    assert runs[3].contains("Would clean up $name")
    def gone = (runs[1] =~ /acme\/$name: deleted (sha256:[0-9a-f]{64}): displaced/)[0][1]
    assert runs[1].contains("Cleaned up $name")
    assert !registries.own().manifest("acme/$name" as String, gone).isPresent()
    assert !registries.otherTag("acme/$name" as String, gone).isPresent()
  }
  assert !runs.any { it.contains('IMG-8') }
  assert new File(basedir, 'target/summary').text.contains('**Cleaned up** `' + registries.otherHost())
  return true
} finally {
  registries.close()
}
