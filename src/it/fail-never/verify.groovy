import io.github.imagemaven.it.Registries

def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.size() == 3
assert runs[2].contains('No tag moves: second failed')
runs.eachWithIndex { run, i ->
  assert run.contains('The content of first is in place; its tags move when')
  assert run.contains('The content of third is in place; its tags move when') == (i < 2) : 'nobody is waited for in the last'
  assert run.contains('IMG-4: the content of first, third is in place and was not published') : "run ${i + 1}"
  assert run.contains('BUILD FAILURE')
  assert run.contains("--fail-never does not go as far")
  assert !run.contains('Published')
}
for (image in ['first', 'third']) {
  assert Registries.json(basedir, "target/registry/$image/index.json").get('manifests').every {
    it.get('annotations')?.get('org.opencontainers.image.ref.name') == null } : 'nothing has a name'
  assert !new File(basedir, "$image/target/image/publication.json").exists()
}
return true
