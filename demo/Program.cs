using Guzhang.Demo;

return await Commands.Run(args);
