# dovecot's IMAP, POP3, ManageSieve and LMTP in a folder of its own, on four ports.
param([string] $Folder, [int[]] $Ports)
[System.IO.File]::WriteAllText("$Folder/dovecot.conf", @"
protocols = imap pop3 sieve lmtp
listen = 127.0.0.1
base_dir = $Folder/run
state_dir = $Folder/state
log_path = $Folder/log
ssl = yes
ssl_cert = <$Folder/cert.pem
ssl_key = <$Folder/key.pem
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=mail gid=mail home=$Folder/home
}
service imap-login {
  inet_listener imap {
    port = $($Ports[0])
  }
  inet_listener imaps {
    port = 0
  }
}
service pop3-login {
  inet_listener pop3 {
    port = $($Ports[1])
  }
  inet_listener pop3s {
    port = 0
  }
}
service managesieve-login {
  inet_listener sieve {
    port = $($Ports[2])
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $($Ports[3])
  }
}

"@)
Start-PeerServer $Ports[0] dovecot '-F', '-c', "$Folder/dovecot.conf"
