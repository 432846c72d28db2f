import io.github.imagemaven.it.Registries

def registries = Registries.start(basedir)
context.put('registries', registries)
Registries.properties(basedir, ['image.registries': registries.both()])
return true
