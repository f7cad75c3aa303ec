# The original's deploy client, call for call, over xmlrpc.client: supervisor_client.py of the Minos fork.
# usage: deployment_client.py SOCKET INSTANCE REVISION TIMESTAMP ROOT
import http.client, os, socket, sys, time, xmlrpc.client


class Connection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(sys.argv[1])


class Transport(xmlrpc.client.Transport):
    def make_connection(self, host):
        return Connection('localhost')


class Client:
    def __init__(self, service, cluster, job, instance_id):
        self.proxy = xmlrpc.client.ServerProxy('http://localhost', transport=Transport())
        self.names = (service, cluster, job)
        self.instance = () if instance_id == -1 else (instance_id,)

    def query(self, method):
        return getattr(self.proxy.deployment, method)(*self.names, *self.instance)

    def act(self, method, **config):
        return getattr(self.proxy.deployment, method)(*self.names, config, *self.instance)

    def try_act(self, method, **config):
        try:
            return self.act(method, **config)
        except (socket.error, xmlrpc.client.Fault) as error:
            return str(error)


def equal(actual, wanted):
    if actual != wanted:
        raise SystemExit('got %r, wanted %r' % (actual, wanted))


instance, revision, timestamp, root = int(sys.argv[2]), sys.argv[3], sys.argv[4], sys.argv[5]
c = Client('svc', 'clu', 'job', instance)
job = 'svc/clu/job' + ('' if instance == -1 else '/%d' % instance)
name = 'svc--clu--job' + ('' if instance == -1 else str(instance))
run = '%s/app/%s' % (root, job)

equal(c.query('get_run_dir'), run)
equal(c.query('get_log_dir'), '%s/log/%s' % (root, job))
equal(c.query('get_stdout_dir'), run + '/stdout')
equal(c.query('get_available_data_dirs'), ['%s/data1/%s' % (root, job), '%s/data2/%s' % (root, job)])
equal(c.query('get_data_dirs'), 'You should bootstrapped the job first')
equal(c.query('get_package_dir'), run + '/package')
equal(c.proxy.deployment.get_current_package_dir('svc', 'clu'), '%s/packages/svc/clu/current' % root)
equal(c.query('get_cleanup_token'), 'You should bootstrap the job first')
equal(c.try_act('start', artifact='web'), 'You should bootstrap the job first')
equal(c.try_act('cleanup', cleanup_token='You should bootstrap the job first'), 'You should bootstrap the job first')
equal(c.try_act('show'), "<Fault 10: 'BAD_NAME: %s'>" % name)
equal(c.act('bootstrap'), "Invalid config_dict: can't find artifact")

equal(c.act('bootstrap', artifact='web', force_update=True, cleanup_token='secret', data_dir_indexes='0,1',
            config_files={'site.xml': '<a>50%</a>'}, **{'bootstrap.sh': 'echo done > boot; echo output\n'}), 'OK')
equal(open(run + '/run.cfg').read(),
      '[run_info]\ncleanup_token = secret\ndata_dir_indexes = 0,1\nrun_dir = %s\nlog_dir = %s/log/%s\npackage_dir = %s\n\n'
      % (run, root, job, os.readlink(run + '/package')))
equal(open(run + '/site.xml').read(), '<a>50%</a>')
equal(open(run + '/boot').read(), 'done\n')
equal(os.readlink(run + '/log'), '%s/log/%s' % (root, job))
equal(os.readlink(run + '/data2'), '%s/data2/%s' % (root, job))
equal(c.query('get_real_package_dir'), '%s/packages/svc/clu/%s-%s/web-2' % (root, revision, timestamp))
equal(open(run + '/package/version').read(), '2')
equal(os.readlink(root + '/packages/svc/clu/current'), c.query('get_real_package_dir'))
equal(c.query('get_cleanup_token'), 'secret')
equal(c.query('get_data_dirs'), ['%s/data1/%s' % (root, job), '%s/data2/%s' % (root, job)])

# The older package by its name, from the bootstrap on: another job of the same cluster.
old = [p for p in os.listdir(root + '/store/web') if p.startswith('r1-')][0].split('-', 1)
explicit = dict(artifact='web', package_name='web-1.tar.gz', revision=old[0], timestamp=old[1])
e = Client('svc', 'clu', 'exp', instance)
exp = run.replace('/job', '/exp', 1)
equal(e.act('bootstrap', cleanup_token='other', **explicit), 'OK')
equal(open(exp + '/package/version').read(), '1')
equal(e.query('get_real_package_dir'), '%s/packages/svc/clu/%s-%s/web-1' % (root, old[0], old[1]))
equal(e.query('get_data_dirs'), [root + '/data1' + exp[len(root + '/app'):]])
equal(e.act('start', artifact='web', **{'start.sh': '#!/bin/bash\nexec sleep 1000\n'}), 'OK')
while e.try_act('show') != 'RUNNING':
    time.sleep(0.05)
equal(open(exp + '/package/version').read(), '1')
equal(e.try_act('stop'), 'OK')
while e.try_act('show') != 'STOPPED':
    time.sleep(0.05)
equal(e.try_act('cleanup', cleanup_token='secret'), 'Cleanup token is invalid')
equal(e.query('get_cleanup_token'), 'other')
equal(e.try_act('cleanup', cleanup_token='other'), 'OK')
equal(e.act('bootstrap', artifact='web', package_name='web-9.tar.gz', revision='r9', timestamp='20000101-000000').endswith(
    '. There may be an error about your package information.'), True)

equal(c.act('start'), "Inval config_dict: can't find artifact")
equal(c.act('start', artifact='web'), 'No start script found')
equal(c.act('start', artifact='web', http_url='http://127.0.0.1:1/a%20b', config_files={},
            **{'start.sh': '#!/bin/bash\necho log > log/l; exec sleep 1000\n'}), 'OK')
while c.try_act('show') != 'RUNNING':
    time.sleep(0.05)
text = open('%s/conf/%s.cfg' % (root, name)).read()
equal(text, '[program:%s]\ncommand = /bin/bash %s/start.sh\nprocess_name = %s\ndirectory = %s\nhttp_url = http://127.0.0.1:1/a%%%%20b\n'
            'autorestart = true\nexitcodes = 999\nautostart = false\n\n' % (name, run, name, run))
equal(c.try_act('start', artifact='web'), "<Fault 60: 'ALREADY_STARTED: %s'>" % name)
equal(c.try_act('cleanup', cleanup_token='wrong'), 'Cleanup token is invalid')
equal(c.try_act('cleanup', cleanup_token='secret'), 'You should stop the job first')
equal(c.act('bootstrap', artifact='web'), 'The log dir %s/log/%s is not empty, please do cleanup first' % (root, job))
equal(c.try_act('stop'), 'OK')
while c.try_act('show') != 'STOPPED':
    time.sleep(0.05)
equal(c.try_act('stop'), "<Fault 70: 'NOT_RUNNING: %s'>" % name)

# The older package by its name, and the newest again by force.
equal(c.try_act('start', artifact='web', package_name='web-1.tar.gz', revision=old[0], timestamp=old[1]), 'OK')
equal(open(run + '/package/version').read(), '1')
c.try_act('stop')
while c.try_act('show') != 'STOPPED':
    time.sleep(0.05)
equal(c.try_act('start', artifact='web', force_update=True), 'OK')
equal(open(run + '/package/version').read(), '2')
equal(c.proxy.deployment.write_text_to_file(run + '/note', 'a'), 'OK')
equal(c.proxy.deployment.append_text_to_file(run + '/note', 'b\u00e9'), 'OK')
equal(c.proxy.deployment.read_file(run + '/note'), 'ab\u00e9')
c.try_act('stop')
equal(c.try_act('cleanup', cleanup_token='secret', **{'cleanup.sh': 'test -e log/l && touch cleaned\n'}), 'OK')
equal([os.path.exists(p) for p in (run + '/cleaned', run + '/run.cfg', '%s/log/%s' % (root, job), '%s/data1/%s' % (root, job),
                                   '%s/conf/%s.cfg' % (root, name))], [True, True, False, False, False])
equal(c.try_act('show'), "<Fault 10: 'BAD_NAME: %s'>" % name)
equal(c.act('bootstrap', artifact='web', package_name='web-1.tar.gz', revision=old[0], timestamp=old[1]), 'OK')
equal(c.try_act('cleanup', **{'cleanup.sh': 'exit 3'}), 'Execute cleanup.sh failed')
equal(c.try_act('cleanup'), 'OK')
equal(c.act('bootstrap', artifact='none'), 'No package found on package server of none')
equal(c.proxy.system.methodSignature('deployment.get_run_dir'), ['string', 'service', 'cluster', 'job', 'instance_id'])
print('all calls answered')
