import io.github.imagemaven.it.Checkout
import io.github.imagemaven.it.Registries

def registries = Registries.start(basedir)
context.put('registries', registries)
Registries.properties(basedir, ['image.registries': registries.both() + ',oci:target/out'])

new File(basedir, '.gitignore').text = 'target/\nreal-registry/\n'
Checkout.of(basedir, 'pom.xml', 'web', '.gitignore')
return true
