import io.github.imagemaven.it.Registries

def registries = context.get('registries')
try {
  def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
  assert runs.size() == 6
  def (parent, jars, first, second, own, byHand) = runs

  // The plugin is known by its prefix where the parent manages it.
  assert parent.contains('image:push-all') && parent.contains('User property: image.registries')
  assert !parent.contains('{@') : 'nothing of Javadoc is left'

  // Without the profile nothing is done about images; with it no jar is deployed, those of the second run stand.
  assert !jars.contains('image-maven-plugin') && !jars.contains('Published')
  assert [first, second, own, byHand].every { it.contains('Skipping artifact deployment') }
  for (module in ['shared', 'orders', 'billing']) {
    def deployed = new File(basedir, "jars/com/example/shop/$module/1.0-SNAPSHOT").list()
    assert deployed.count { it.endsWith('.jar') } == 1 : 'deployed once'
  }

  assert first.contains('No image of shop: its packaging is pom')
  assert first.contains('No image of shared: a library')
  for (run in [first, second]) {
    assert run.contains('Published orders') && run.contains('Published shop-billing')
    assert run.indexOf('is in place; its tags move when') < run.indexOf('Published ') : 'named at the end'
  }
  assert !first.contains(' 0 B sent')
  assert second.split(' 0 B sent').size() == 3 : 'two modules, and nothing to send'
  assert own.contains('Published orders') && own.contains(' 0 B sent')

  def blob = { String layout, node ->
    Registries.json(basedir, "$layout/blobs/sha256/" + node.get('digest').asText().substring('sha256:'.length()))
  }
  def image = { module ->
    def layout = "$module/target/image/layout"
    def index = blob(layout, Registries.json(basedir, "$layout/index.json").get('manifests').get(0))
    blob(layout, blob(layout, index.get('manifests').get(0)).get('config')).get('config')
  }
  def published = { module -> Registries.json(basedir, "$module/target/image/publication.json") }

  // The company's, the product's, and what a module says of itself.
  def orders = image('orders')
  assert orders.get('Entrypoint').collect { it.asText() }.containsAll(
      ['-XX:MaxRAMPercentage=75', 'com.example.shop.orders.Orders'])
  assert orders.get('Env').any { it.asText() == 'LOG_LEVEL=warn' }
  assert orders.get('Labels').get('com.example.team').asText() == 'shop'
  assert orders.get('ExposedPorts').has('8080/tcp')
  assert published('orders').get('platforms').size() == 2
  def digest = published('orders').get('digest').asText()
  for (destination in published('orders').get('destinations')) {
    assert destination.get('uploadedBytes').asLong() == 0
    destination.get('tags').each { assert it.get('previous').asText() == digest : 'one digest in four runs' }
  }
  def tags = registries.own().tags('acme/orders')
  assert tags.keySet() == ['1.0-SNAPSHOT', 'latest'] as Set
  assert tags.values().every { it.toString() == digest }
  assert registries.otherTag('acme/orders', 'latest').get().toString() == digest

  // The last run's image: the command line over the module over its parents.
  def billing = image('billing')
  assert billing.get('Entrypoint').collect { it.asText() }.containsAll(['-Xmx64m', 'com.example.shop.billing.Billing'])
  assert !billing.get('Entrypoint').toString().contains('MaxRAMPercentage')
  assert billing.get('Env').any { it.asText() == 'LOG_LEVEL=debug' }
  assert billing.get('Labels').get('com.example.team').asText() == 'shop'
  assert published('billing').get('platforms').size() == 1
  def trial = published('billing').get('digest').asText()
  def all = registries.own().tags('acme/shop-billing')
  assert all.keySet() == ['1.0-SNAPSHOT', 'latest', 'trial', 'nightly'] as Set
  assert ['trial', 'nightly'].every { all.get(it).toString() == trial }
  assert ['1.0-SNAPSHOT', 'latest'].every { all.get(it).toString() != trial } : 'the module set error, not debug'
  return true
} finally {
  registries.close()
}
