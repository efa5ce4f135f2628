# postfix's SMTP server in a folder of its own.
param([string] $Folder, [int[]] $Ports)
foreach ($name in 'etc', 'queue', 'data') { $null = [System.IO.Directory]::CreateDirectory("$Folder/$name") }
& chown postfix "$Folder/data"
[System.IO.File]::WriteAllText("$Folder/etc/main.cf", @"
compatibility_level = 3.6
queue_directory = $Folder/queue
data_directory = $Folder/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
myhostname = mail.lab.example
mydestination =
smtpd_tls_cert_file = $Folder/cert.pem
smtpd_tls_key_file = $Folder/key.pem
smtpd_tls_security_level = may
maillog_file = $Folder/log
maillog_file_prefixes = /
alias_maps =
local_recipient_maps =

"@)
[System.IO.File]::WriteAllText("$Folder/etc/master.cf", @"
127.0.0.1:$($Ports[0]) inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
rewrite unix - - n - - trivial-rewrite
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd

"@)
Start-PeerServer $Ports[0] postfix '-c', "$Folder/etc", 'start-fg'
