import io.github.imagemaven.it.Registries

def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.size() == 6
def desk = 'application/target/image/desk'
def architecture = System.getProperty('os.arch').replace('aarch64', 'arm64')

assert runs[0].contains('No image of desk: its packaging is pom')
assert runs[0].contains('No image of library: a library')
assert runs[0] =~ /:test \(default-test\) @ application/
assert runs[0].contains("Built application for linux/$architecture on scratch")
assert runs[0].contains('application:1.0-SNAPSHOT was not loaded: image.load is none')
assert runs[0].contains('it is in   oci:')

assert runs[1].contains('image:build-multiarch is left to image:build')
assert !new File(basedir, 'application/target/image/build.json').exists()

// Maven goes through the life cycle before it calls the goal, which then says so and whose mistake it is.
assert runs[2].contains("IMG-7: image:build is bound to the phase package by the execution 'by-mistake' of ")
assert runs[3].contains("image:build is bound to the phase package by the execution 'by-mistake' of ")
assert !(runs[3] =~ /:compile \(default-compile\)/) : 'said before anything is compiled'

assert runs[4].contains('application:latest was not loaded: image.load is none')
def built = Registries.json(basedir, "$desk/build.json")
assert built.get('manifests').size() == 1
assert !new File(basedir, 'application/target/image/parts').exists()
def layout = { digest -> Registries.json(basedir, "$desk/layout/blobs/sha256/" + digest.asText().substring(7)) }
def config = layout(layout(built.get('manifests').get(0).get('digest')).get('config').get('digest'))
assert config.get('config').get('ExposedPorts').has('8080/tcp')
assert config.get('history').any { it.toString().contains('project') } : 'the library is a layer of its own'

assert runs[5].contains('image:build')
return true
