def registries = io.github.imagemaven.it.Registries.start(basedir)
context.put('registries', registries)
io.github.imagemaven.it.Registries.properties(basedir, [
  // With a capital, as GitHub allows in an owner's name.
  'image.registries': registries.both().replace('/acme', '/Acme') + ',oci:target/registry'])
return true
