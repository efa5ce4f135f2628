# Perl's IO::Socket::SSL goes up to TLS and down again on one connection. Arguments: role (client or server), port, certificate, key, rounds.
use strict;
use warnings;
use IO::Socket::INET;
use IO::Socket::SSL;
use Socket qw(IPPROTO_TCP TCP_NODELAY);

use constant TCP_CORK => 3;

my ($role, $port, $certificate, $key, $rounds) = @ARGV;
my $socket;
if ($role eq 'server') {
    my $listener = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 1, ReuseAddr => 1) or die $!;
    $| = 1;
    print $listener->sockport, "\n";
    $socket = $listener->accept or die $!;
} else {
    $socket = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $port) or die $!;
}
$socket->autoflush(1);

# Byte by byte: in plain text nothing may be taken that belongs to TLS.
sub plain_line {
    my $line = '';
    while (1) {
        sysread($socket, my $byte, 1) or die 'The plain text ended.';
        return $line if $byte eq "\n";
        $line .= $byte unless $byte eq "\r";
    }
}

for my $i (1 .. $rounds) {
    my $line = plain_line();
    die "'$line' is not 'up $i'" unless $line eq "up $i";
    syswrite($socket, "ok $i\n");
    if ($role eq 'server') {
        IO::Socket::SSL->start_SSL($socket, SSL_server => 1, SSL_cert_file => $certificate, SSL_key_file => $key) or die $SSL_ERROR;
    } else {
        IO::Socket::SSL->start_SSL($socket, SSL_ca_file => $certificate, SSL_verifycn_name => 'localhost', SSL_verifycn_scheme => 'http', SSL_hostname => 'localhost') or die $SSL_ERROR;
    }
    my $secret = <$socket>;
    print $socket uc $secret;
    if ($i % 2) {
        # The other end says goodbye first: our answer and the plain text behind it leave in one segment.
        my $end = <$socket>;
        die "'$end' came instead of the end" if defined $end;
        setsockopt($socket, IPPROTO_TCP, TCP_CORK, 1) or die $!;
        $socket->stop_SSL() or die $SSL_ERROR;
        syswrite($socket, "plain $i\n");
        setsockopt($socket, IPPROTO_TCP, TCP_CORK, 0) or die $!;
    } else {
        $socket->stop_SSL() or die $SSL_ERROR;
        syswrite($socket, "plain $i\n");
    }
    $line = plain_line();
    die "'$line' is not 'down $i'" unless $line eq "down $i";
}
