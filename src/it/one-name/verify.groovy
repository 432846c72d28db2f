import io.github.imagemaven.it.Registries

def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.size() == 3
for (run in runs.take(2)) {
  assert run.contains('the image goes to oci:../target/registry/shop as 1.0-SNAPSHOT, and so does that of it:first')
  assert run.contains("image.name is 'shop' in both")
  assert run.contains('IMG-7: ')
  assert !run.contains('Published')
}
assert runs[0].contains('No image of library: a library')
assert runs[1].contains('IMG-7: second: the image goes to')
assert !runs[1].contains('Compiling') && !runs[1].contains('--- maven-resources') : 'before any work'
assert runs[2].contains('Published shop')
def tags = Registries.json(basedir, 'target/registry/shop/index.json').get('manifests').findAll {
  it.get('annotations')?.get('org.opencontainers.image.ref.name') != null }
assert tags.size() == 1
assert tags[0].get('digest') == Registries.json(basedir, 'second/target/image/build.json').get('index').get('digest')
return true
