<?php
$yourApiKey = getenv('OPENAI_API_KEY');
$client = OpenAI::factory()->withApiKey($yourApiKey)->withBaseUri('llm-gateway.example.com/v1')->make();
$options = array_merge(['temperature' => 0.5], ['model' => 'gpt-4o', 'user' => 'bot']);
$options['messages'] = [['role' => 'user', 'content' => 'hi']];
$answer = $client->chat()->create($options);
$audio = $client->audio()->transcribe(['model' => 'whisper-1', 'file' => fopen('a.mp3', 'r'), 'response_format' => 'srt']);
