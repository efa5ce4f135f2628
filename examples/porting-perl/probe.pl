#!/usr/bin/perl
# Tells what a web server's TLS is like. probe.ps1 beside it says the same, line by line.
#   perl probe.pl HOST PORT [CA-FILE]
use strict;
use warnings;
use IO::Socket::SSL;
use POSIX qw(strftime);

my ($host, $port, $ca) = @ARGV;

# Trust, and the name that the certificate must be for. Verification is on by default; the scheme of names is not.
my %tls = (SSL_alpn_protocols => ['http/1.1'], SSL_verifycn_scheme => 'http', SSL_verifycn_name => $host, SSL_hostname => $host);
$tls{SSL_ca_file} = $ca if defined $ca;

# Connect. What goes wrong is in $SSL_ERROR or $!, and must be asked for.
my $socket = IO::Socket::SSL->new(PeerHost => $host, PeerPort => $port, Timeout => 10, %tls);
if (!$socket) {
    my $why = $SSL_ERROR =~ /certificate verify failed|hostname verification failed/ ? 'the certificate is refused' : 'no connection';
    print "$host: $why\n";
    warn "$SSL_ERROR ($!)\n";
    exit 1;
}

# What was agreed on.
printf "version: %s\n", $socket->get_sslversion;
printf "cipher: %s\n", $socket->get_cipher;
printf "alpn: %s\n", $socket->alpn_selected // 'none';

# The certificate: names come as a flat list of type and value, the time has to be taken apart.
my @names = $socket->peer_certificate('subjectAltNames');
my @dns;
while (my ($type, $value) = splice @names, 0, 2) { push @dns, $value if $type == 2 }
printf "name: %s\n", $socket->peer_certificate('commonName');
printf "names: %s\n", join ', ', @dns;
my $end = Net::SSLeay::P_ASN1_TIME_get_isotime(Net::SSLeay::X509_get_notAfter($socket->peer_certificate));
printf "until: %s\n", substr $end, 0, 10;
printf "fingerprint: %s\n", $socket->get_fingerprint('sha256');

# Talk.
print $socket "HEAD / HTTP/1.1\r\nHost: $host\r\nConnection: close\r\n\r\n";
my $status = <$socket>;
$status =~ s/\r?\n\z//;
print "status: $status\n";
my %fields;
while (defined(my $line = <$socket>)) {
    $line =~ s/\r?\n\z//;
    last if $line eq '';
    my ($name, $value) = split /:\s*/, $line, 2;
    $fields{lc $name} = $value;
}
print "type: $fields{'content-type'}\n";
$socket->close;
