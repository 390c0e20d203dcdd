package misleading;

import com.example.forum.Client;

class Misleading {
    void run(Client client, com.example.Mailer mailer) {
        client.chat().completions().create("round");
        mailer.messages().create(mailer.builder().model("gpt-4o").build());
        System.out.println("POST /v1/chat/completions");
    }
}
