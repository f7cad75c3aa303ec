"""A node that answers who it is, and which of its peers it reaches."""
import http.server
import json
import sys
import urllib.request

VERSION = '1.0'


def answers(peer):
    try:
        with urllib.request.urlopen('http://%s/id' % peer, timeout=5) as answer:
            return answer.read().decode().strip()
    except OSError:
        return None


class Node(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == '/id':
            body = node_id
        else:
            body = json.dumps({
                'name': config['name'], 'id': node_id, 'version': VERSION,
                'peers': {peer: answers(peer) for peer in config['peers'].split(',')},
            })
        data = (body + '\n').encode()
        self.send_response(200)
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format, *args):
        pass


with open(sys.argv[1]) as file:
    config = json.load(file)
with open(sys.argv[2]) as file:
    node_id = file.read().strip()
http.server.ThreadingHTTPServer(tuple(config['listen']), Node).serve_forever()
