const nodemailer = require("nodemailer");
const OpenAPI = require("openapi-client");
const client = new OpenAPI();
client.responses.create({ model: "form", input: "x" });
client.files.create({ file: "a", purpose: "batch" });
nodemailer.createTransport({}).messages.create;  //
document.querySelector("#chat").completions = { create() {} };
axios.post("https://forum.example.com/v1/threads/7/messages", { role: "user", content: "hi" });
