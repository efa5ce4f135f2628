using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>A row of a table that names no host: PowerShell, which finds no column to bind, would take all of it for one.</summary>
internal static class RowOfHosts
{
    /// <exception cref="SslException">The host's name is nothing but a row that was made text.</exception>
    internal static void Check(object? row, string computerName)
    {
        if ((row is PSObject wrapped ? wrapped.BaseObject : row) is IDictionary table && computerName == table.ToString())
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                "A hashtable is not a row of a table: its entries are not read as columns.")
            {
                RecommendedAction =
                    "Write [pscustomobject] before it, or splat it: $table = @{ ComputerName = 'www.example.org' }; New-SslSocket @table.",
            };
        }

        if (row is PSObject { BaseObject: PSCustomObject } && computerName.Trim().Length == 0)
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, "The row has no host name: its column is empty.")
                { RecommendedAction = "Fill it, or leave the row out." };
        if (row is not PSObject { BaseObject: PSCustomObject } bag || !computerName.StartsWith("@{", StringComparison.Ordinal)
            || computerName != bag.ToString())
            return;
        throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
            $"The row has no column ComputerName; it has {string.Join(", ", bag.Properties.Select(p => $"'{p.Name}'"))}.")
        {
            RecommendedAction =
                "Name the column with the hosts ComputerName, HostName or Server, or select it: Select-Object @{ Name = 'ComputerName'; "
                    + "Expression = 'Node' }, Port. If all columns are in one, tell Import-Csv the separator with -Delimiter.",
        };
    }
}
