# The clients of soak.ps1: port, idle connections, new ones a second, seconds. Writes "ready", and at the end the times of the good client's echoes.
import asyncio, json, os, random, resource, socket, ssl, statistics, struct, sys, time

port, idle, rate, seconds = (int(a) for a in sys.argv[1:5])
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE

def connect(tls=True):
    return asyncio.open_connection('127.0.0.1', port, ssl=context if tls else None, server_hostname='localhost' if tls else None)

def reset(writer):
    writer.get_extra_info('socket').setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
    writer.transport.abort()

async def says_nothing():
    _, w = await connect(False); w.close()

async def talks_plain_text():
    _, w = await connect(False); w.write(b'GET / HTTP/1.0\r\n\r\n'); await w.drain(); w.close()

async def stops_in_its_hello():
    _, w = await connect(False); w.write(b'\x16\x03\x01\x02\x00\x01\x00'); await w.drain(); reset(w)

async def sends_noise():
    _, w = await connect(False); w.write(b'\x16\x03\x01\x01\x00' + os.urandom(256)); await w.drain(); w.close()

async def hangs_up():
    _, w = await connect(); w.write(b'bye\n'); await w.drain(); w.transport.abort()

async def resets():
    _, w = await connect(); reset(w)

async def ends_in_a_record():
    _, w = await connect(); w.get_extra_info('socket'); os.write(w.get_extra_info('socket').fileno(), b'\x17\x03\x03\x40\x00half'); w.transport.abort()

async def changes_a_record():
    _, w = await connect(); os.write(w.get_extra_info('socket').fileno(), b'\x17\x03\x03\x00\x20' + bytes(32)); await asyncio.sleep(0.1); w.transport.abort()

async def closes():
    r, w = await connect(); w.write(b'x\n'); await w.drain(); await r.readline(); w.close()

async def does_not_read():
    _, w = await connect(); w.write(bytes(200_000)); await asyncio.sleep(1); w.transport.abort()

async def floods_the_handshake():
    _, w = await connect(False)
    end = time.monotonic() + 1
    try:
        while time.monotonic() < end:
            w.write(b'\x15\x03\x03\x00\x02\x01\x70' * 1000); await w.drain()
    finally:
        w.transport.abort()

async def floods():
    r, w = await connect()
    end = time.monotonic() + 1
    try:
        while time.monotonic() < end:
            w.write(b'y\n' * 8); await w.drain(); await r.read(4096)
    finally:
        w.transport.abort()

bad = [says_nothing, talks_plain_text, stops_in_its_hello, sends_noise, hangs_up, resets, ends_in_a_record, changes_a_record, closes, does_not_read]

async def happen(one):
    try:
        await asyncio.wait_for(one(), 15)
    except (OSError, ssl.SSLError, asyncio.TimeoutError, asyncio.IncompleteReadError):
        pass

async def good(times, end):
    r, w = await connect()
    while time.monotonic() < end:
        before = time.monotonic()
        w.write(b'how soon?\n'); await w.drain(); await r.readline()
        times.append((time.monotonic() - before) * 1000)
        await asyncio.sleep(0.05)
    w.close()

async def main():
    held = []
    for at in range(0, idle, 20):
        held += await asyncio.gather(*(connect() for _ in range(min(20, idle - at))))
    print('ready', flush=True)
    end, times, running = time.monotonic() + seconds, [], set()
    answered = asyncio.create_task(good(times, end))
    while time.monotonic() < end:
        one = random.choice([floods, floods_the_handshake]) if random.random() < 0.1 else random.choice(bad)
        task = asyncio.create_task(happen(one)); running.add(task); task.add_done_callback(running.discard)
        await asyncio.sleep(1 / rate)
    await answered
    times.sort()
    print(json.dumps({'count': len(times), 'median': statistics.median(times), 'p99': times[int(len(times) * 0.99)], 'worst': times[-1]}), flush=True)

asyncio.run(main())
