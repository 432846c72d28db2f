import io.github.imagemaven.it.Registries

def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.size() == 4
def before = runs[0].split('regex-property')[0]
assert before.contains('validate-tag (default) @ late-property') : 'the session is checked before the number is set'
assert runs[0].contains('Published last')
def names = Registries.json(basedir, 'last/target/registry/last/index.json').get('manifests').findResults {
  it.get('annotations')?.get('org.opencontainers.image.ref.name')?.asText() }
assert names == ['1.0-77']

for (late in [runs[1], runs[2]]) {
  assert late.contains('IMG-7: last: image.tag holds ${number}')
  assert !late.contains('regex-property') : 'in validate'
}
assert runs[3].contains('Published last')
return true
