def registries = io.github.imagemaven.it.Registries.start(basedir)
context.put('registries', registries)
io.github.imagemaven.it.Registries.properties(basedir, [
  'image.registries': registries.both() + ',oci:target/registry'])
return true
