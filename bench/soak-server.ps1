# The server of soak.ps1: one thread, an echo of lines. Its first line of output is its port.
param([string] $Module)

Import-Module $Module
$listener = New-SslListener -SelfSigned -Timeout 10
$listener.Port
$all = [System.Collections.Generic.List[object]]::new()
$all.Add($listener)
while ($true) {
    foreach ($ready in Wait-SslSocket $all -Timeout 60) {
        if ($ready -is [PSSsl.SslListener]) {
            foreach ($client in Wait-SslConnection $listener -NoWait -ErrorAction Ignore) {
                $client.Blocking = $false
                $all.Add($client)
            }
            continue
        }
        try {
            $bytes = $ready.Read(4096)
            # Nothing yet, or an answer that there is no room for: who does not read is not waited for.
            if ($null -eq $bytes) { continue }
            if ($bytes.Length -gt 0 -and $ready.Write($bytes) -ge 0) { continue }
        }
        catch { $null = $_ }
        $null = $all.Remove($ready)
        $ready.Dispose()
    }
}
