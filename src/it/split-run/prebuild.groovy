import io.github.imagemaven.it.Checkout
import io.github.imagemaven.it.Registries

def registries = Registries.start(basedir)
context.put('registries', registries)
Registries.properties(basedir, ['image.registries': registries.both()])

new File(basedir, '.gitignore').text = ['amd', 'arm', 'early', 'join', 'again', 'one', 'target', 'real-registry', 'output', 'summary', '*.log'].join('\n')
['output', 'summary'].each { new File(basedir, it).text = '' } // as the runner makes them
Checkout.of(basedir, 'pom.xml', 'library', 'orders', 'billing', 'legacy', '.gitignore')
return true
