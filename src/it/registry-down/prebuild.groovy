import io.github.imagemaven.it.Registries

def registries = Registries.start(basedir)
context.put('registries', registries)
// Nobody listens at port 1.
Registries.properties(basedir, ['image.registries': registries.both() + ',127.0.0.1:1/acme'])
return true
