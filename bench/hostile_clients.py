"""Clients that mean no good, for bench/soak: each kind in a thread of its own, over and over until told to stop."""
import collections
import hashlib
import http.client
import json
import os
import random
import socket
import ssl
import struct
import subprocess
import threading

SCREEN = b'/presend.v1.ScreeningService/Screen'
BATCH = b'/presend.v1.ScreeningService/ScreenBatch'
STREAM = b'/presend.v1.ScreeningService/ScreenStream'
DATA, HEADERS, RESET, SETTINGS = 0, 1, 3, 4


class Site:
    """Where the daemon listens, and the certificates and tokens it was given."""

    def __init__(self, folder, port, http_port):
        self.folder, self.port, self.http_port = folder, port, http_port

    def path(self, name):
        return f'{self.folder}/{name}'

    def flags(self):
        return ['--listen', f'unix:{self.folder}/s', '--listen', f'127.0.0.1:{self.port}', '--http', f'127.0.0.1:{self.http_port}',
                '--admin-listen', f'unix:{self.folder}/admin', '--tokens', self.path('tokens'), '--tls-certificate',
                self.path('server.pem'), '--tls-key', self.path('server.key'), '--tls-client-ca', self.path('ca.pem'),
                '--decision-log', self.path('decisions'), '--decision-log-bytes', '4194304']

    def make(self):
        lines = ['good screen', 'operator read,write', 'reader read', 'late screen expires=2020-01-01']
        with open(self.path('tokens'), 'w') as out:
            for line in lines:
                name, roles, *more = line.split()
                print(name, roles, 'sha256:' + hashlib.sha256(name.encode()).hexdigest(), *more, file=out)
        for ca in ('ca', 'other-ca'):
            self.openssl(f'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={ca} '
                         f'-keyout {ca}.key -out {ca}.pem')
        with open(self.path('san'), 'w') as out:
            out.write('subjectAltName=IP:127.0.0.1\n')
        for ca, name in (('ca', 'server'), ('ca', 'client'), ('other-ca', 'stranger')):
            self.openssl(f'req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN={name} -keyout {name}.key '
                         f'-out {name}.csr')
            self.openssl(f'x509 -req -in {name}.csr -CA {ca}.pem -CAkey {ca}.key -CAcreateserial -days 2 -extfile san -out {name}.pem')

    def openssl(self, words):
        subprocess.run(['openssl', *words.split()], cwd=self.folder, check=True, capture_output=True)

    def tls(self, certificate=None):
        context = ssl.create_default_context(cafile=self.path('ca.pem'))
        if certificate:
            context.load_cert_chain(self.path(f'{certificate}.pem'), self.path(f'{certificate}.key'))
        return context


def frame(kind, flags, stream, payload=b''):
    return struct.pack('>I', len(payload))[1:] + bytes([kind, flags]) + struct.pack('>I', stream) + payload


def literal(name, value):
    def text(some):
        return (bytes([len(some)]) if len(some) < 127 else b'\x7f' + bytes([len(some) - 127])) + some
    return b'\x00' + text(name) + text(value)


def opening(path, stream=1, token=b'good'):
    fields = [(b':method', b'POST'), (b':scheme', b'http'), (b':path', path), (b':authority', b'localhost'), (b'te', b'trailers'),
              (b'content-type', b'application/grpc'), (b'authorization', b'Bearer ' + token)]
    return frame(HEADERS, 4, stream, b''.join(literal(*field) for field in fields))


PREFACE = b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n' + frame(SETTINGS, 0, 0)


def message(body, says=None):
    return b'\0' + struct.pack('>I', len(body) if says is None else says) + body


class Enemies:
    """All kinds at once. `counts` tells how often each was there, and how many were let in that should not be."""

    def __init__(self, site):
        self.site, self.counts, self.over = site, collections.Counter(), threading.Event()
        kinds = [self.slow, self.huge, self.malformed, self.abandons_calls, self.resets_streams, self.stops_reading,
                 self.without_certificate, self.with_a_strange_certificate, self.without_tls, self.with_a_bad_token,
                 self.with_bad_json]
        self.threads = [threading.Thread(target=self.repeat, args=(kind,), daemon=True) for kind in kinds]
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.over.set()
        for thread in self.threads:
            thread.join(30)

    def repeat(self, kind):
        while not self.over.wait(random.uniform(0.05, 0.2)):
            try:
                kind()
            except (OSError, http.client.HTTPException):
                self.counts['cut off'] += 1
            self.counts[kind.__name__] += 1

    def unix(self):
        one = socket.socket(socket.AF_UNIX)
        one.settimeout(10)
        one.connect(self.site.path('s'))
        return one

    def tcp(self, certificate=None):
        return self.site.tls(certificate).wrap_socket(socket.create_connection(('127.0.0.1', self.site.port), 10),
                                                      server_hostname='127.0.0.1')

    def slow(self):
        """A hundred calls, each byte by byte, left lying when they have begun."""
        with self.unix() as one:
            one.sendall(PREFACE)
            for stream in range(1, 201, 2):
                one.sendall(opening(SCREEN, stream))
            for byte in message(b'\x1a\x02jd')[:-1]:
                one.sendall(frame(DATA, 0, 1, bytes([byte])))
                if self.over.wait(1):
                    return

    def huge(self):
        """More than a message may hold: as it says itself, or in truth."""
        with self.unix() as one:
            one.sendall(PREFACE + opening(SCREEN) + frame(DATA, 0, 1, message(b'x' * 100, says=1 << 31)))
            one.recv(4096)
        body = json.dumps({'platform': 'jd', 'text': '好' * random.choice([30_000, 1_000_000, 6_000_000])}, ensure_ascii=False)
        self.refused(self.post(body.encode()), 'good')

    def malformed(self):
        with self.unix() as one:
            one.sendall(random.choice([b'', PREFACE]) + os.urandom(random.randrange(1, 4000)))
            one.recv(4096)
        with self.unix() as one:
            one.sendall(PREFACE + opening(random.choice([SCREEN, BATCH, STREAM])) +
                        frame(DATA, 1, 1, message(os.urandom(random.randrange(1, 400)))))
            one.recv(4096)

    def abandons_calls(self):
        with self.unix() as one:
            one.sendall(PREFACE + b''.join(opening(random.choice([BATCH, STREAM]), stream) for stream in range(1, 101, 2)))

    def resets_streams(self):
        with self.unix() as one:
            one.sendall(PREFACE)
            for stream in range(1, 401, 2):
                one.sendall(opening(SCREEN, stream) + frame(RESET, 0, stream, struct.pack('>I', 8)))

    def stops_reading(self):
        """Asks again and again, and never takes an answer."""
        question = b'\x1a\x02jd' + b'\x42\x0c' + '去淘宝吧'.encode()
        with self.unix() as one:
            one.sendall(PREFACE + opening(STREAM))
            for _ in range(500):
                one.sendall(frame(DATA, 0, 1, message(question)))
            self.over.wait(2)

    def without_certificate(self):
        self.turned_away(lambda: self.tcp())

    def with_a_strange_certificate(self):
        self.turned_away(lambda: self.tcp('stranger'))

    def turned_away(self, connect):
        try:
            with connect() as one:
                one.sendall(PREFACE + opening(SCREEN) + frame(DATA, 1, 1, message(b'\x1a\x02jd')))
                if b'grpc' in one.recv(65536) + one.recv(65536):
                    self.counts['let in'] += 1
        except ssl.SSLError:
            pass

    def without_tls(self):
        with socket.create_connection(('127.0.0.1', self.site.port), 10) as one:
            one.sendall(PREFACE + opening(SCREEN))
            one.recv(4096)

    def with_a_bad_token(self):
        for token in ('late', 'nobody', 'reader', '', 'x' * 5000):
            self.refused(self.post(b'{"platform":"jd","text":"ok"}', token), token)

    def with_bad_json(self):
        for body in (b'', b'{', b'[' * 100_000, os.urandom(500), b'{"text":"\xff"}', b'{"platform":7}'):
            self.refused(self.post(body), 'good')

    def post(self, body, token='good'):
        one = http.client.HTTPSConnection('127.0.0.1', self.site.http_port, timeout=10, context=self.site.tls('client'))
        try:
            one.request('POST', '/v1/screen', body, {'authorization': f'Bearer {token}'})
            return one.getresponse().status
        finally:
            one.close()

    def refused(self, status, token):
        if status == 200:
            self.counts['let in'] += 1
        self.counts[f'{status}' if token == 'good' else f'{status} for a token'] += 1
