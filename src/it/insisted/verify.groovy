def log = new File(basedir, 'build.log').text
assert log.contains('IMG-7: no class in')
assert log.contains('set image.mainClass')
return true
