import io.github.imagemaven.it.Registries
import io.github.imagemaven.registry.testing.InProcessRegistry

// src/it/settings.xml has robot's password, which is another one.
def wrong = InProcessRegistry.start().bearer('robot', 'changed')
def reader = InProcessRegistry.start().bearer('robot', 'secret').grants { !it.contains('push') }
context.put('registries', [wrong, reader])
Registries.properties(basedir, ['wrong.registry': wrong.host(), 'reader.registry': reader.host()])
return true
