def registries = context.get('registries')
try {
  def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
  assert runs.size() == 2
  runs.each {
    assert it.contains('IMG-4: ')
    assert it.contains('127.0.0.1:1')
    assert it.contains('registry-down') : 'the repository is named'
  }
  assert !runs[0].contains('Compiling') : 'the first run found out before it compiled'
  assert runs[1].toLowerCase().contains('nothing was') && runs[1].contains('named')
  assert registries.own().tags('acme/registry-down').isEmpty()
  for (tag in ['1.2.3', '1.2', 'latest']) {
    assert registries.otherTag('acme/registry-down', tag).isEmpty()
  }
  assert !new File(basedir, 'target/image/publication.json').exists()
  return true
} finally {
  registries.close()
}
