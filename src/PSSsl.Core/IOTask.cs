// What a call that does not hold a thread comes to. On .NET it needs no object where it is done at once, and a pooled one where it is not.
#if NET
global using IOTask = System.Threading.Tasks.ValueTask;
global using IOCountTask = System.Threading.Tasks.ValueTask<int>;
#else
global using IOTask = System.Threading.Tasks.Task;
global using IOCountTask = System.Threading.Tasks.Task<int>;
#endif
