import io.github.imagemaven.it.Registries

def registries = context.get('registries')
try {
  def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
  assert runs.size() == 6
  def images = ['orders', 'billing', 'legacy']
  def built = { machine, name -> Registries.json(basedir, name + '/' + machine + '/image/build.json') }

  assert runs[0].contains('Uploaded orders for linux/amd64, by digest and untagged')
  assert runs[0].contains('Uploaded legacy for linux/amd64')
  assert Registries.json(basedir, 'library/amd/image/parts/no-image.json').get('image').asText() == 'library'

  // A lost part never yields a smaller index, nor any other module's.
  assert runs[1].contains('IMG-9')
  assert runs[1].contains('no part of image orders for linux/arm64 in ')
  assert runs[2].contains('No image of legacy: this run builds linux/arm64 of other modules')
  assert !new File(basedir, 'legacy/arm/image/parts').exists()

  assert !new File(basedir, 'orders/join/classes').exists() : 'compiled'
  assert runs[3].contains('No image of library: a library, no class of it has a main method')
  images.each { name ->
    def tags = registries.own().tags('acme/' + name)
    assert tags.keySet() == ['latest', 'one'] as Set : name + ' and no helper tag'
    assert tags.get('latest') == tags.get('one') : name + ': joined is not what one machine builds'
    tags.each { tag, digest -> assert registries.otherTag('acme/' + name, tag).get() == digest }
    assert Registries.json(basedir, name + '/join/image/publication.json').get('digest').asText() == tags.get('latest').toString()
  }
  def output = new File(basedir, 'output').text
  assert output.contains(registries.own().tags('acme/orders').get('latest').toString())
  assert output =~ /(?m)^build_duration_seconds<<.*\n\d+\.\d$/ : 'what the runners took'
  def summary = new File(basedir, 'summary').text
  images.each { assert summary.contains('acme/' + it) }

  def again = Registries.json(basedir, 'orders/again/image/publication.json')
  again.get('destinations').each { assert it.get('uploadedBytes').asLong() == 0 }
  return true
} finally {
  registries.close()
}
