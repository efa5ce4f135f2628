# Servers and boxes on the way that cannot take what a client of today says first: found out, and said.

BeforeDiscovery {
    . $PSScriptRoot/Lab.ps1
    $hasGnuTls = Test-Program gnutls-serv
}

BeforeAll {
    . $PSScriptRoot/Lab.ps1
    Add-Type -TypeDefinition @'
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

// Hands a connection on to a server unless its first message is long; then it is silent, hangs up, or breaks off.
public sealed class NarrowBox
{
    private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
    private readonly string _does;
    private readonly int _to;
    public int Port;
    public int Seen;

    public NarrowBox(string does, int to)
    {
        _does = does;
        _to = to;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Task.Run(Accept);
    }

    public void Stop() { _listener.Stop(); }

    private async Task Accept()
    {
        while (true)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync();
            Interlocked.Increment(ref Seen);
            Task one = Task.Run(() => One(client));
        }
    }

    private async Task One(TcpClient client)
    {
        using (client)
        {
            NetworkStream near = client.GetStream();
            byte[] first = new byte[65536];
            int length = 0;
            while (length < 5 || length < 5 + (first[3] << 8) + first[4])
            {
                int read = await near.ReadAsync(first, length, first.Length - length);
                if (read == 0) return;
                length += read;
            }

            if (length > 1400)
            {
                if (_does == "is silent") await near.ReadAsync(first, 0, first.Length);
                if (_does == "breaks off") client.Client.LingerState = new LingerOption(true, 0);
                return;
            }

            using (TcpClient server = new TcpClient("127.0.0.1", _to))
            {
                NetworkStream far = server.GetStream();
                await far.WriteAsync(first, 0, length);
                await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
            }
        }
    }
}
'@
    $listener = New-SslListener -SelfSigned
    $ca = @{ CACertificate = $listener.CertificateAuthority; ErrorAction = 'Stop' }
    function Get-Failure([scriptblock] $Action) { try { $null = & $Action } catch { return $_ } }
}

AfterAll { Close-SslSocket $listener }

Describe 'A box on the way that <Does> at long first messages' -ForEach @(
    @{ Does = 'is silent'; Code = 'TimedOut' }
    @{ Does = 'hangs up'; Code = 'PeerVanished' }
    @{ Does = 'breaks off'; Code = 'PeerVanished' }
) {
    BeforeAll { $box = [NarrowBox]::new($Does, $listener.Port) }

    AfterAll { $box.Stop() }

    It 'is found out by New-SslSocket, which does not connect by itself' {
        $failure = Get-Failure { New-SslSocket localhost $box.Port @ca -Timeout 4 }
        $failure.FullyQualifiedErrorId | Should -BeLike "$Code*"
        "$failure" | Should -BeLike '*on a second try with a small first message it answers*'
        $failure.Exception.RecommendedAction | Should -BeLike '-Group x25519*'
        $box.Seen | Should -Be 2
    }

    It 'is found out by Get-PeerCertificate, which shows what is behind it' {
        $shown = Get-PeerCertificate localhost $box.Port @ca -Timeout 4 -WarningVariable warnings -WarningAction SilentlyContinue
        $shown.IsTrusted | Should -BeTrue
        "$warnings" | Should -BeLike '*on a second try with a small first message it answers*'
    }

    It 'is not asked again where the groups were given' {
        $before = $box.Seen
        "$(Get-Failure { New-SslSocket localhost $box.Port @ca -Timeout 2 -Group X25519MLKEM768 })" | Should -Not -BeLike '*asked again*'
        $box.Seen | Should -Be ($before + 1)
        $socket = New-SslSocket localhost $box.Port @ca -Timeout 10 -Group x25519, secp256r1
        $socket.Group | Should -Be 'x25519'
        Close-SslSocket $socket
    }
}

Describe 'A server without secure renegotiation' -Skip:(-not $hasGnuTls) {
    BeforeAll {
        $folder = (New-Item (Join-Path ([System.IO.Path]::GetTempPath()) "$([guid]::NewGuid())") -ItemType Directory).FullName
        $pem, $key = 'a.pem', 'a.key' | ForEach-Object { Join-Path $folder $_ }
        New-SslCertificate localhost | Export-SslCertificate -Path $pem -KeyPath $key -Unencrypted
        $port = Get-PeerPort
        $server = Start-PeerServer $port gnutls-serv '--port', $port, '--x509certfile', $pem, '--x509keyfile', $key, '--disable-client-cert', '--priority', 'NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION', '-q'
    }

    AfterAll {
        Stop-PeerServer $server
        Remove-Item $folder -Recurse
    }

    It 'is told as that, with what helps' {
        $failure = Get-Failure { New-SslSocket localhost $port -CAFile $pem -AllowPartialChain -Timeout 20 -ErrorAction Stop }
        $failure.FullyQualifiedErrorId | Should -BeLike 'UnsafeRenegotiation*'
        "$failure" | Should -BeLike '*RFC 5746*'
        $failure.Exception.RecommendedAction | Should -BeLike '*-Version TLSv1_2, TLSv1_1*'
        $socket = New-SslSocket localhost $port -CAFile $pem -AllowPartialChain -Version TLSv1_2, TLSv1_1 -Timeout 20 -ErrorAction Stop -WarningAction SilentlyContinue
        $socket.Version | Should -Be 'TLSv1_2'
        Close-SslSocket $socket
    }

    It 'is looked at all the same' {
        (Get-PeerCertificate localhost $port -Timeout 20 -ErrorAction Stop).Subject | Should -Be 'CN=localhost'
    }
}
