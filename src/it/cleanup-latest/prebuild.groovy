def registries = io.github.imagemaven.it.Registries.start(basedir)
context.put('registries', registries)
io.github.imagemaven.it.Registries.properties(basedir, ['image.registries': registries.both()])
new File(basedir, 'target').mkdirs()
new File(basedir, 'target/output').createNewFile()
new File(basedir, 'target/summary').createNewFile()
return true
