def runs = new File(basedir, 'build.log').text.split('Scanning for projects').drop(1)
assert runs.size() == 5
assert runs[0].contains('IMG-7: last: image.ports holds ${env.NOT_SET_ANYWHERE}')
assert !runs[0].contains('regex-property') : 'before any other goal'

assert runs[2].contains('BUILD SUCCESS')
assert runs[3].contains('IMG-7: last: image.workdir holds ${not.set}')
assert runs[4].contains('Published last')
assert new File(basedir, 'target/registry/last/index.json').file
return true
