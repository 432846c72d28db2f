def log = new File(basedir, 'build.log').text
assert log.contains('IMG-7: ')
assert log.contains('last') && log.contains('http') : 'module and value are named'
assert !log.contains('Compiling') : 'a mistake in the last module stops the first'
assert !new File(basedir, 'first/target/classes').exists()
return true
