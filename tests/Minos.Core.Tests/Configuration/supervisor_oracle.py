"""Reads configuration files with Supervisor's own parser, for SupervisorDifferentialTests.

stdin: a JSON list of paths. stdout: a JSON list with {"error": sentence} or flat {"name": "value"} for each.
Two things are replaced by what Supervisor 4.4 does, which Minos follows: `environment` has POSIX quoting, and that of
[supervisord] is expanded once.
"""
import json
import os
import shlex
import sys
import types

deployment = types.ModuleType("deployment")
deployment.rpcinterface = types.ModuleType("deployment.rpcinterface")
deployment.rpcinterface.deployment_rpcinterface = lambda *args, **kwargs: None
sys.modules["deployment"] = deployment
sys.modules["deployment.rpcinterface"] = deployment.rpcinterface
sys.argv = ["/usr/bin/supervisord"]

from supervisor import datatypes, options  # noqa: E402


def posix_environment(text):
    lexer = shlex.shlex(str(text), posix=True)
    lexer.wordchars += "/.+-():"
    tokens = list(lexer)
    result = {}
    for i in range(0, len(tokens), 4):
        part = tokens[i:i + 3]
        if len(part) != 3 or part[1] != "=":
            raise ValueError("Unexpected end of key/value pairs in value '%s'" % text)
        result[part[0]] = part[2]
    return result


def getdefault(self, option, *args, original=options.UnhosedConfigParser.getdefault, **kwargs):
    return original(self, option, *args, do_expand=option != "environment", **kwargs)


options.dict_of_key_value_pairs = posix_environment
options.UnhosedConfigParser.getdefault = getdefault


def path(value):
    return os.path.normpath(os.path.abspath(value))


def log(value):
    if value is datatypes.Automatic:
        return "AUTO"
    return path(value) if value else "NONE"


def restart(value):
    if value is datatypes.RestartUnconditionally:
        return "Always"
    return "Unexpected" if value is datatypes.RestartWhenExitUnexpected else "Never"


def variables(value):
    return json.dumps(dict(sorted(value.items())), separators=(",", ":"))


def dump(section, result):
    result["logfile"] = section.logfile if section.logfile == "syslog" else options.normalize_path(section.logfile)
    result["logfile_maxbytes"] = section.logfile_maxbytes
    result["logfile_backups"] = section.logfile_backups
    result["loglevel"] = section.loglevel
    result["pidfile"] = options.normalize_path(section.pidfile)
    result["umask"] = section.umask
    result["nodaemon"] = section.nodaemon
    result["silent"] = section.silent
    result["minfds"] = section.minfds
    result["minprocs"] = section.minprocs
    result["nocleanup"] = section.nocleanup
    result["childlogdir"] = path(section.childlogdir)
    result["directory"] = section.directory
    result["strip_ansi"] = section.strip_ansi
    result["environment"] = variables(section.environment)
    result["identifier"] = section.identifier
    for name, _, extras in section.rpcinterface_factories:
        result["rpc:%s" % name] = variables(extras)
    for i, server in enumerate(section.server_configs):
        address = server.get("file") or "%s:%s" % (server["host"], server["port"])
        result["server:%d" % i] = "|".join(str(x) for x in (
            server["section"], address, server["username"], server["password"], server.get("chmod"), server.get("chown")))
    for i, group in enumerate(section.process_group_configs):
        key = "group:%d" % i
        result[key] = "%s|%s|%s" % (group.name, group.priority, len(group.process_configs))
        if isinstance(group, options.EventListenerPoolConfig):
            from supervisor.events import EventTypes
            names = sorted(k for k, v in vars(EventTypes).items() if v in group.pool_events)
            result[key + ".pool"] = "%s|%s" % (group.buffer_size, ",".join(names))
        if isinstance(group, options.FastCGIGroupConfig):
            result[key + ".socket"] = "%s|%s" % (group.socket_config.url, group.socket_config.backlog)
        for j, p in enumerate(group.process_configs):
            dump_process(p, "%s.%d." % (key, j), result)


def dump_process(p, key, result):
    result[key + "name"] = p.name
    for name in ("command", "directory", "umask", "priority", "autostart", "startsecs", "startretries", "stopsignal", "stopwaitsecs",
                 "stopasgroup", "killasgroup", "redirect_stderr", "uid"):
        value = getattr(p, name)
        result[key + name] = int(value) if name == "stopsignal" else value
    result[key + "serverurl"] = p.serverurl or None
    result[key + "autorestart"] = restart(p.autorestart)
    result[key + "exitcodes"] = ",".join(str(c) for c in p.exitcodes)
    result[key + "environment"] = variables(p.environment)
    for stream in ("stdout", "stderr"):
        result[key + stream] = "|".join(str(x) for x in (
            log(getattr(p, stream + "_logfile")),
            getattr(p, stream + "_logfile_maxbytes"),
            getattr(p, stream + "_logfile_backups"),
            getattr(p, stream + "_capture_maxbytes"),
            getattr(p, stream + "_events_enabled"),
            getattr(p, stream + "_syslog")))


def read(name):
    server = options.ServerOptions()
    server.configfile = name
    server.here = os.path.abspath(os.path.dirname(name))
    try:
        section = server.read_config(name)
    except ValueError as error:
        return {"error": str(error)}
    except Exception as error:  # a bug of the original; nothing to compare with
        return {"crash": "%s: %s" % (type(error).__name__, error)}
    result = {}
    dump(section, result)
    result["warnings"] = "\n".join(sorted(set(server.parse_warnings)))
    return {k: str(v) for k, v in result.items()}


json.dump([read(name) for name in json.load(sys.stdin)], sys.stdout)
