<?php
$forum->chat()->create(['model' => 'gpt-4o', 'messages' => []]);
$mailer->messages()->create(['to' => 'x']);
Http::get('https://status.openai.com/api');
echo 'https://api.openai.com/v1/chat/completions';
