import io.github.imagemaven.it.Registries

def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.size() == 4
for (i in [0, 2]) {
  assert runs[i].contains('The content of first is in place; its tags move when')
  assert !runs[i].contains('Published')
  assert runs[i].contains('IMG-4: the content of first is in place and was not published')
  assert runs[i + 1].contains('first was built before and is published with the rest')
  assert runs[i + 1].contains('no commit is known') : 'git ignores this copy'
  assert runs[i + 1].contains('Published first') && runs[i + 1].contains('Published second')
}
for (image in ['first', 'second']) {
  def tags = Registries.json(basedir, "target/registry/$image/index.json").get('manifests')
  assert tags.collect {
    it.get('annotations').get('org.opencontainers.image.ref.name').asText() } as Set ==
      ['1.0-SNAPSHOT', 'other'] as Set
}
// A resumed run moved tags for the first time: the run that failed had named nothing.
for (image in ['first', 'second']) {
  def publication = Registries.json(basedir, "$image/target/image/publication.json")
  assert publication.get('destinations').get(0).get('tags').get(0).get('previous').isNull()
}
return true
