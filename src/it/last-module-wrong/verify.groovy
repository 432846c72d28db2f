def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.size() == 2
for (run in runs) {
  assert run.contains('IMG-7: ')
  assert run.contains('last: image.ports \'http\'') : 'module and value are named'
  assert !run.contains('Compiling') : 'a mistake in the last module stops the first'
}
assert !runs[0].contains('problems')
// A mistake that modules share is said once.
assert runs[1].contains('IMG-7: 3 problems:')
assert runs[1].contains('2 modules (first, last): image.platforms has \'amd64\': expected linux/amd64')
assert runs[1].contains('2 modules (first, last): image.retry.delay \'soon\' is not valid')
assert !new File(basedir, 'first/target/classes').exists()
return true
