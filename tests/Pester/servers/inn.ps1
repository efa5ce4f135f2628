# INN's server for readers, with one empty group. It runs as its own user.
param([string] $Folder, [int[]] $Ports)
foreach ($name in 'db', 'run', 'log', 'spool/overview', 'spool/articles', 'spool/incoming') { $null = [System.IO.Directory]::CreateDirectory("$Folder/$name") }
[System.IO.File]::WriteAllText("$Folder/inn.conf", @"
mta: "/bin/true %s"
domain: lab.example
pathhost: news.lab.example
pathnews: /usr/lib/news
pathetc: $Folder
pathdb: $Folder/db
pathrun: $Folder/run
pathlog: $Folder/log
pathspool: $Folder/spool
pathtmp: $Folder/spool/incoming
ovmethod: tradindexed
hismethod: hisv6
enableoverview: true
nnrpdloadlimit: 0
tlscertfile: $Folder/cert.pem
tlskeyfile: $Folder/key.pem
tlscafile: $Folder/ca.pem

"@)
[System.IO.File]::WriteAllText("$Folder/readers.conf", "auth all { hosts: `"*`" default: `"<anonymous>`" }`naccess all { users: `"*`" newsgroups: `"*`" }`n")
[System.IO.File]::WriteAllText("$Folder/storage.conf", "method tradspool {`n  newsgroups: *`n  class: 0`n}`n")
[System.IO.File]::WriteAllText("$Folder/db/active", "lab.test 0000000000 0000000001 y`n")
foreach ($name in 'newsgroups', 'history') { [System.IO.File]::WriteAllText("$Folder/db/$name", '') }
& chown -R news:news $Folder
# The files of its history and overview; the second one complains that there is no group yet, and makes them.
$null = & runuser -u news -- sh -c "cd $Folder/db; INNCONF=$Folder/inn.conf /usr/lib/news/bin/makedbz -i -o; INNCONF=$Folder/inn.conf /usr/lib/news/bin/tdx-util -g -n lab.test" 2>&1
Start-PeerServer $Ports[0] env "INNCONF=$Folder/inn.conf", '/usr/lib/news/bin/nnrpd', '-D', '-f', '-b', '127.0.0.1', '-p', "$($Ports[0])"
