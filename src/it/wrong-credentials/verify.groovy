def registries = context.get('registries')
try {
  def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
  assert runs.size() == 2
  runs.eachWithIndex { run, i ->
    assert run.contains('IMG-6: ')
    assert run.contains(registries[i].host())
    assert run.contains('settings.xml') : 'where the credential came from'
    assert !run.contains('secret') : 'and not what it is'
    assert !run.contains('Compiling')
  }
  registries.each { assert it.openSessions() == 0 : 'the check leaves nothing behind' }
  return true
} finally {
  registries.each { it.close() }
}
