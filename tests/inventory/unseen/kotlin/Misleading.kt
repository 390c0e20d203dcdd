package misleading

fun run(room: Room, mail: Mail) {
    room.chatCompletion("x")
    mail.messages().create("x")
    println("client.chat().completions().create(params)")
}
