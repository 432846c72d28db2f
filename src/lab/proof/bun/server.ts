import isNumber from "is-number";

const greeting = (await Bun.file("greeting.txt").text()).trim();

Bun.serve({
  port: Number(process.env.PORT),
  fetch: (request) => {
    const count = new URL(request.url).searchParams.get("count");
    return new Response(isNumber(count) ? `${greeting}, ${count} times\n` : `${greeting}\n`);
  },
});
