// One expectation a run of invoker.properties, in their order.
def expected = [
  'no destination: set image.registries',
  'image.registries \'https://ghcr.io/acme\' is not valid',
  'a port between 1 and 65535',
  'image.platforms: platform \'linux\' is not valid: expected os/architecture',
  'image.tag \'-bad\' is not valid',
  'image.extraTags \'not/ok\' is not valid',
  'port',
  'digest \'sha256:123\' is not valid',
  'healthcheck',
  'linux/s390x',
  'image.retry.delay \'soon\' is not valid: expected a time',
  'relative',
  'Maven knows no ${env.IMAGE_IT_IS_NOT_SET}',
  'offline',
  '3 problems:',
]
def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.size() == expected.size()
runs.eachWithIndex { run, i ->
  assert run.contains('IMG-7: ') : "run ${i + 1} has no code: $run"
  assert run.contains(expected[i]) : "run ${i + 1} does not say '${expected[i]}': $run"
  assert !run.contains('Compiling') : "run ${i + 1} compiled something: $run"
}
for (wrong in ['image.tag \'-bad\'', 'image.ports \'http\'', 'image.registries has \'ghcr.io:99999/acme\'']) {
  assert runs.last().contains("  $wrong") : "each on a line of its own: $wrong"
}
// Maven 4 makes the folder whatever becomes of the build.
assert !new File(basedir, 'target').list() : 'no work was to be done'
return true
