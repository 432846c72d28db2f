import io.github.imagemaven.it.Registries

def registries = Registries.start(basedir)
context.put('registries', registries)
Registries.properties(basedir, [
  'shop.registries': registries.both(),
  'image.publish': 'true',
  'altDeploymentRepository': 'jars::' + new File(basedir, 'jars').toURI()])
return true
