# IO::Socket::SSL's peer: echoes 64 KiB over one connection, then says goodbye. Arguments: role port version CA [certificate key [require]].
use strict;
use warnings;
use IO::Socket::SSL;

my ($role, $port, $version, $ca, $certificate, $key, $ask) = @ARGV;
my %tls = (SSL_version => $version, SSL_ca_file => $ca);
@tls{qw(SSL_cert_file SSL_key_file)} = ($certificate, $key) if $certificate;
if ($version =~ /^TLSv1(?:_1)?$/) {
    # What is older than TLS 1.2 signs with SHA-1, which OpenSSL's default level forbids.
    $tls{SSL_cipher_list} = 'DEFAULT:@SECLEVEL=0';
} else {
    $tls{SSL_alpn_protocols} = ['http/1.1'];
}

my $socket;
if ($role eq 'server') {
    $tls{SSL_verify_mode} = ($ask || '') eq 'require' ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_NONE;
    my $listener = IO::Socket::SSL->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 5, %tls) or die $SSL_ERROR;
    $socket = $listener->accept or die $SSL_ERROR;
} else {
    $socket = IO::Socket::SSL->new(PeerAddr => '127.0.0.1', PeerPort => $port, %tls,
        SSL_hostname => 'server.example', SSL_verifycn_name => 'server.example', SSL_verifycn_scheme => 'http') or die $SSL_ERROR;
}

my $left = 65536;
while ($left > 0) {
    my $n = sysread($socket, my $buffer, 16384) or die 'The data ended early.';
    $left -= $n;
    for (my $sent = 0; $sent < $n;) { $sent += syswrite($socket, $buffer, $n - $sent, $sent) || die $SSL_ERROR }
}
$socket->close(SSL_fast_shutdown => 0);
